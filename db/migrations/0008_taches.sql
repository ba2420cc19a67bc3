-- Work that nobody waits for in front of a page, and the messages that go out.
create table tache (
  id bigint generated always as identity primary key,
  nom text not null,
  -- Asked twice under one key while it waits, a task runs once.
  cle text,
  donnees jsonb not null default '{}',
  pour_le timestamptz not null,
  -- Set while it runs; stays after a kill -9, until the next run.
  commencee_le timestamptz,
  -- Asked for again while it runs: for when.
  encore_le timestamptz,
  -- Failures since the last success.
  echecs integer not null default 0,
  erreur text,
  creee_le timestamptz not null,
  -- Failed too often: kept for those who look after the installation, run no more.
  abandonnee_le timestamptz
);
create unique index tache_cle on tache (nom, cle) where cle is not null and abandonnee_le is null;
create index tache_pour_le on tache (pour_le) where abandonnee_le is null;

-- Written in the transaction of what it tells. Once gone, or refused for good, neither address nor words are kept.
create table courriel (
  id bigint generated always as identity primary key,
  destinataire text,
  sujet text,
  texte text,
  html text,
  entetes jsonb not null default '{}',
  cree_le timestamptz not null,
  envoye_le timestamptz,
  refuse_le timestamptz,
  check (num_nonnulls(envoye_le, refuse_le) = case when destinataire is null then 1 else 0 end),
  check (num_nonnulls(destinataire, sujet, texte) in (0, 3))
);
