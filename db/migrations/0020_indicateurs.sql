-- What is measured, and how it may be added up.
create table indicateur (
  code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  libelle text not null check (libelle <> ''),
  -- What it counts exactly, for who checks.
  definition text,
  -- Under the number, for a resident; `{valeur}` stands for it.
  phrase text,
  famille text not null,
  unite text not null,
  decimales smallint not null default 0 check (decimales between 0 and 4),
  source text not null,
  url text,
  licence text,
  -- 1: the more the better; -1: the less the better; 0: neither.
  sens smallint not null default 0 check (sens in (-1, 0, 1)),
  seuil double precision,
  seuil_libelle text,
  -- somme: adds up; moyenne: mean weighted by `poids`; part: share, weighted by its denominator; aucune: never computed.
  agregation text not null check (agregation in ('somme', 'moyenne', 'part', 'aucune')),
  -- Words for what weighs (« population standardisée »); null where nothing does.
  poids text check ((poids is not null) = (agregation in ('moyenne', 'part'))),
  fictif boolean not null default false,
  rang integer not null default 100,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null
);

-- One vintage of an indicator: what was imported, from which file.
create table indicateur_serie (
  id integer generated always as identity primary key,
  indicateur text not null references indicateur on update cascade,
  -- Year that the values tell of.
  millesime smallint not null check (millesime between 1900 and 2100),
  -- What its file says of how it was made: { "âge limite": "65 ans", … }.
  parametres jsonb not null default '{}',
  fichier text,
  sha256 text,
  importee_le timestamptz not null,
  importee_par uuid references compte on delete set null,
  unique (indicateur, millesime)
);

-- Values by commune or municipal arrondissement of today. Millions of rows: no foreign key to communes.
create table indicateur_valeur (
  commune text not null,
  serie integer not null references indicateur_serie on delete cascade,
  valeur double precision,
  -- What it weighs in a mean or a share; null where it does not count there.
  poids double precision check (poids >= 0),
  -- False for a city whose arrondissements have values of their own: a larger area counts these.
  compte boolean not null default true,
  -- Why there is no value: hidden by the source (secret), or said to be missing (absent). Never zero.
  motif text check (motif in ('secret', 'absent')),
  check ((valeur is null) = (motif is not null)),
  primary key (commune, serie) include (valeur, poids, compte)
);
create index indicateur_valeur_serie on indicateur_valeur (serie);

-- The same for larger areas: what the source publishes for them, and our computation in parts that add up, so that an
-- area made of whole EPCI or départements is read from theirs.
create table indicateur_zone (
  maille text not null check (maille in ('epci', 'departement', 'region', 'france')),
  -- Code of the EPCI, département or région; FR (métropole and overseas départements) or FM (métropole).
  zone text not null,
  serie integer not null references indicateur_serie on delete cascade,
  publiee double precision,
  -- Sum of valeur × poids, and of poids; for a sum, of valeur, and the number of communes with a value.
  numerateur double precision,
  denominateur double precision,
  -- Communes and arrondissements with a value, and all of them; their inhabitants likewise.
  avec_valeur integer not null default 0,
  total integer not null default 0,
  population_avec bigint not null default 0,
  population bigint not null default 0,
  -- Inhabitants of the communes under the indicator's threshold.
  population_sous_seuil bigint,
  minimum double precision,
  maximum double precision,
  primary key (maille, zone, serie)
);
create index indicateur_zone_serie on indicateur_zone (serie);

-- Marks that cut comparable EPCI in ten equal groups, by class of population.
create table indicateur_decile (
  serie integer not null references indicateur_serie on delete cascade,
  classe text not null,
  -- Nine bounds, growing.
  bornes double precision[] not null check (cardinality(bornes) = 9),
  nombre integer not null,
  primary key (serie, classe)
);

-- How the columns of a source's file are read, kept for its next vintage.
create table indicateur_lecture (
  nom text primary key,
  -- See lecture.ts.
  correspondance jsonb not null,
  modifiee_le timestamptz not null,
  modifiee_par uuid references compte on delete set null
);
