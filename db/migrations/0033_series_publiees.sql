-- A table that a source publishes for larger areas of its own: its values stay when the communes of the series are
-- imported anew, and are replaced whole with it.
create table indicateur_publication (
  serie integer not null references indicateur_serie on delete cascade,
  maille text not null check (maille in ('epci', 'departement', 'region')),
  parametres jsonb not null default '{}',
  fichier text,
  sha256 text,
  importee_le timestamptz not null,
  importee_par uuid references compte on delete set null,
  primary key (serie, maille)
);
