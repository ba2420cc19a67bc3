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

-- Codes of a geography that has gone, each with the commune that stood for it: what series were written under.
create table geographie_passee (
  version text primary key,
  codes text[] not null,
  communes text[] not null
);

-- Version of the geography that the communes of a series were read by; null where there was none.
alter table indicateur_serie add column geographie text;
update indicateur_serie set geographie = (select valeur #>> '{}' from reglage where cle = 'reference.geographie');

-- Values as they were read, of communes that a later geography merged, renamed or split.
create table indicateur_valeur_origine (
  serie integer not null references indicateur_serie on delete cascade,
  commune text not null,
  valeur double precision,
  poids double precision,
  motif text,
  primary key (serie, commune)
);

-- How a series was made to follow today's communes. Done again from the values as read when the geography changes.
create table indicateur_conversion (
  serie integer primary key references indicateur_serie on delete cascade,
  vers text not null,
  -- Communes whose value was made.
  produites text[] not null,
  -- See conversion.ts.
  mouvements jsonb not null,
  faite_le timestamptz not null
);

-- May the population stand for the weight of a mean that a file does not give? An approximation, told as such.
alter table indicateur add column poids_population boolean not null default false;
update indicateur set poids_population = true where code ~ '^apl-';
