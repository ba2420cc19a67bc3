-- Files of values that come in: looked at, read with their report, then written as series.
create table indicateur_import (
  id integer generated always as identity primary key,
  fichier text not null,
  sha256 text not null,
  -- The file itself, until its values are written or it is given up.
  octets bytea,
  -- What it holds and how its columns are read: see lecture/lecture.ts.
  contenu jsonb not null,
  choix jsonb,
  releve jsonb,
  etat text not null default 'a-lire' check (etat in ('a-lire', 'lu', 'fait', 'abandonne')),
  cree_par uuid references compte on delete set null,
  cree_le timestamptz not null,
  fini_le timestamptz,
  check ((octets is not null) = (etat in ('a-lire', 'lu')))
);
-- The same file waits once.
create unique index indicateur_import_attente on indicateur_import (sha256) where octets is not null;
create index indicateur_import_cree on indicateur_import (cree_le desc);
