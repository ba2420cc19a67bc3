-- Watch: recorded searches and the letter, sent by mail.

-- The order in which notices came into sight. Neither id nor date gives it: a long import commits after notices that
-- were begun later. The trigger notes a notice in the transaction that adds it; a rank is given afterwards, by one
-- transaction at a time, to what is visible then. Whoever has read up to a rank has missed nothing before it.
create table notice_arrivee (
  notice integer primary key references notice on delete cascade,
  rang bigint unique
);
create index notice_arrivee_attente on notice_arrivee (notice) where rang is null;
create sequence notice_arrivee_rang;

create function notice_arriver() returns trigger language plpgsql as $$
begin
  insert into notice_arrivee (notice) select id from nouvelles;
  return null;
end $$;
create trigger notice_arrivee_ajout after insert on notice referencing new table as nouvelles
  for each statement execute function notice_arriver();

-- One person, one thing received. The address stands here only where no account holds one, and goes with the row.
create table abonnement (
  id integer generated always as identity primary key,
  genre text not null check (genre in ('recherche', 'lettre')),
  nom text not null check (nom <> ''),
  -- Query string of /documentation, in its one form; '' is the whole catalogue.
  recherche text,
  rythme text check (rythme in ('jour', 'semaine')),
  -- 1 is Monday.
  jour smallint check (jour between 1 and 7),
  compte uuid references compte on delete cascade,
  adresse text check (adresse = lower(adresse)),
  etat text not null check (etat in ('demande', 'actif', 'pause')),
  cree_le timestamptz not null,
  -- A request that nobody confirms is erased then.
  expire_le timestamptz,
  -- Rank of the last notice that was looked at for it.
  vu_rang bigint not null default 0,
  prochaine_le timestamptz,
  envoye_le timestamptz,
  check (num_nonnulls(compte, adresse) > 0),
  check ((etat = 'demande') = (expire_le is not null)),
  check (num_nonnulls(recherche, rythme) = case genre when 'recherche' then 2 else 0 end),
  check ((rythme is not distinct from 'semaine') = (jour is not null)),
  check ((prochaine_le is not null) = (genre = 'recherche' and etat = 'actif'))
);
create unique index abonnement_compte on abonnement (compte, genre, recherche) nulls not distinct
  where compte is not null and etat <> 'demande';
create unique index abonnement_adresse on abonnement (adresse, genre, recherche) nulls not distinct
  where compte is null and etat <> 'demande';
create index abonnement_prochaine on abonnement (prochaine_le);
create index abonnement_lettre on abonnement (id) where genre = 'lettre' and etat = 'actif';
create index abonnement_expire on abonnement (expire_le);

-- SHA-256 of the tokens that stand in messages: each message has its own.
create table abonnement_jeton (
  empreinte bytea primary key,
  abonnement integer not null references abonnement on delete cascade,
  cree_le timestamptz not null
);
create index abonnement_jeton_abonnement on abonnement_jeton (abonnement);
create index abonnement_jeton_cree on abonnement_jeton (cree_le);

create table lettre (
  id integer generated always as identity primary key,
  -- Stable key of the demonstration letter.
  cle text unique,
  titre text not null check (titre <> ''),
  note text,
  -- What proposes notices: a search, and the days between which they were added.
  recherche text not null default '',
  depuis date,
  jusqua date,
  etat text not null default 'brouillon' check (etat in ('brouillon', 'programmee', 'envoyee')),
  revision integer not null default 1,
  auteur uuid references compte on delete set null,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  -- When it is to leave.
  envoi_le timestamptz,
  -- Frozen when the first message is written: see ContenuLettre.
  contenu jsonb,
  -- How far the sending went, in order of subscribers.
  dernier_abonnement integer not null default 0,
  nombre integer not null default 0,
  envoyee_le timestamptz,
  check ((etat = 'brouillon') = (envoi_le is null)),
  check ((etat = 'envoyee') = (envoyee_le is not null)),
  check (etat <> 'envoyee' or contenu is not null)
);
create index lettre_envoyee on lettre (envoyee_le desc) where etat = 'envoyee';

create table lettre_notice (
  lettre integer not null references lettre on delete cascade,
  notice integer not null references notice,
  rang integer not null,
  commentaire text,
  primary key (lettre, notice)
);
create index lettre_notice_notice on lettre_notice (notice);
