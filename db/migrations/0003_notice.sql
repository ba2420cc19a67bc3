-- The catalogue: one notice = one CSL-JSON item and what CSL has no word for.
create table notice (
  id integer generated always as identity primary key,
  -- Stable key given by the source (demonstration data, an imported base): the same one is never entered twice.
  cle text unique,
  nature text not null,
  -- CSL-JSON 1.0.2 without `abstract` and `custom`, which have their own columns.
  csl jsonb not null check (jsonb_typeof(csl) = 'object' and csl ? 'type' and csl ? 'title'),
  resume text,
  resume_source text,
  themes text[] not null default '{}',
  publics text[] not null default '{}',
  determinants text[] not null default '{}',
  milieux text[] not null default '{}',
  en_ligne boolean not null default false,
  -- [{ centre, cote, note }]
  prets jsonb not null default '[]' check (jsonb_typeof(prets) = 'array'),
  -- { document, fichier, ligne, base, id }
  provenance jsonb,
  verifiee_par uuid references compte on delete set null,
  verifiee_le timestamptz,
  version integer not null default 1,
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null default now(),
  modifiee_par uuid references compte on delete set null,
  modifiee_le timestamptz not null default now(),
  supprimee_le timestamptz,
  -- Merged into another notice: the old address leads there.
  remplacee_par integer references notice,
  check (remplacee_par is null or supprimee_le is not null),
  check (remplacee_par <> id)
);
create index notice_modifiee on notice (modifiee_le desc) where supprimee_le is null;
create index notice_doi on notice (lower(csl ->> 'DOI')) where csl ? 'DOI';
create index notice_isbn on notice (regexp_replace(csl ->> 'ISBN', '[^0-9Xx]', '', 'g')) where csl ? 'ISBN';
create index notice_url on notice (lower(regexp_replace(csl ->> 'URL', '^https?://(www\.)?|/+$', '', 'g'))) where csl ? 'URL';

-- Every state that a notice has been in: the history is read from here, a deletion leaves its trace.
create table notice_version (
  notice integer not null references notice,
  version integer not null,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  geste text not null check (geste in ('creation', 'modification', 'verification', 'suppression', 'restauration', 'fusion', 'import')),
  contenu jsonb not null,
  primary key (notice, version)
);

create table notice_lien (
  source integer not null references notice,
  type text not null check (type in ('fait-partie-de', 'nouvelle-edition-de', 'cite')),
  cible integer not null references notice,
  primary key (source, type, cible),
  check (source <> cible)
);
create index notice_lien_cible on notice_lien (cible);
