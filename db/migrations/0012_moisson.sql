-- Other catalogues harvested by OAI-PMH.
create table moisson_source (
  id integer generated always as identity primary key,
  -- Told as the provenance of its notices.
  nom text not null check (nom <> ''),
  adresse text not null,
  prefixe text not null,
  -- Null: the whole base.
  ensemble text,
  -- Of the records, as the source says it.
  licence text,
  frequence text not null check (frequence in ('manuelle', 'quotidienne', 'hebdomadaire', 'mensuelle')),
  granularite text not null default 'jour' check (granularite in ('jour', 'seconde')),
  en_pause boolean not null default false,
  -- Null: only when someone asks for it.
  prochaine_le timestamptz,
  -- « from » of the next harvest, as the server writes dates; null: everything.
  depuis text,
  -- The harvest under way: { jeton, depuis, reponse, complete }. A killed process leaves it, the next one goes on.
  reprise jsonb,
  -- Each harvest has a number, and a list begun again a new one: what a page brings was seen in it or not.
  tour integer not null default 0,
  echecs integer not null default 0,
  version integer not null default 1,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create unique index moisson_source_unique on moisson_source (adresse, prefixe, coalesce(ensemble, ''))
  where supprimee_le is null;
create index moisson_source_prochaine on moisson_source (prochaine_le) where supprimee_le is null and not en_pause;

-- One harvest, from its first page to its last, and what became of the records.
create table moisson (
  id integer generated always as identity primary key,
  source integer not null references moisson_source,
  etat text not null default 'en-cours' check (etat in ('en-cours', 'faite', 'echouee')),
  -- Everything, or what changed since a date.
  depuis text,
  commencee_le timestamptz not null,
  finie_le timestamptz,
  pages integer not null default 0,
  lues integer not null default 0,
  creees integer not null default 0,
  modifiees integer not null default 0,
  inchangees integer not null default 0,
  rapprochees integer not null default 0,
  a_juger integer not null default 0,
  retirees integer not null default 0,
  refusees integer not null default 0,
  -- Why it failed: French, shown as is.
  raison text,
  -- { zone: { nombre, raison, exemple, gardee } }: what an item does not carry.
  perdus jsonb not null default '{}'
);
create unique index moisson_en_cours on moisson (source) where etat = 'en-cours';
create index moisson_source_id on moisson (source, id desc);

-- Records that could not be read, the first thousand of each harvest.
create table moisson_refus (
  moisson integer not null references moisson on delete cascade,
  rang integer not null,
  identifiant text not null,
  raison text not null,
  primary key (moisson, rang)
);

-- Every record met at a source, and the notice it stands for here.
create table moisson_notice (
  source integer not null references moisson_source,
  identifiant text not null,
  -- As the server says it.
  datestamp text not null,
  -- The record as it was last read: CSL-JSON, its own fields in `custom.zones`.
  item jsonb not null,
  -- a-juger: like a notice that is there; a-comparer: changed at the source, and here too.
  etat text not null check (etat in ('versee', 'a-juger', 'a-comparer', 'ecartee')),
  notice integer references notice,
  -- Of the notice, as the harvest last wrote it: while it stands, nobody changed it since. Null: not written by us.
  version integer,
  -- [{ notice, sur, raison }], see doublons.ts.
  doublons jsonb not null default '[]' check (jsonb_typeof(doublons) = 'array'),
  tour integer not null,
  lue_le timestamptz not null,
  -- No longer at the source; the notice stays.
  retiree_le timestamptz,
  primary key (source, identifiant),
  check (etat not in ('versee', 'a-comparer') or notice is not null)
);
create index moisson_notice_notice on moisson_notice (notice) where notice is not null;
create index moisson_notice_attente on moisson_notice (source, lue_le) where etat in ('a-juger', 'a-comparer');
