-- The official geography: facts of the package @etalab/decoupage-administratif, loaded anew when its version changes.
-- Codes are those of the official geographic code (INSEE), as text.

create table region (
  code text primary key,
  nom text not null,
  -- Name as it is searched: see formatCle in commune.ts.
  cle text not null,
  -- metro, drom, com: what « France » sums is said by the rules (zone.ts).
  zone text not null check (zone in ('metro', 'drom', 'com'))
);

create table departement (
  code text primary key,
  nom text not null,
  cle text not null,
  region text not null references region
);

create table epci (
  -- SIREN
  code text primary key check (code ~ '^\d{9}$'),
  nom text not null,
  cle text not null,
  -- EPT: without taxation of its own, its communes are also in the Métropole du Grand Paris.
  nature text not null check (nature in ('CC', 'CA', 'CU', 'METRO', 'MET69', 'EPT'))
);

-- Communes of today, and the municipal arrondissements of Paris, Lyon and Marseille. No foreign keys: written whole by
-- the loading alone, which would spend half its time in checking them.
create table commune (
  code text primary key check (code ~ '^(\d{2}|2[AB])\d{3}$'),
  nom text not null,
  cle text not null,
  -- City of a municipal arrondissement; null for a commune.
  ville text,
  departement text not null,
  region text not null,
  epci text,
  ept text,
  siren text,
  codes_postaux text[] not null default '{}',
  -- Population municipale; null where none is published.
  population integer check (population >= 0),
  -- A point inside its outline (WGS 84, degrees) and its area (km²); null until outlines are imported.
  longitude double precision,
  latitude double precision,
  superficie double precision check (superficie > 0)
);
create index commune_cle on commune (cle text_pattern_ops);
create index commune_cle_proche on commune using gin (cle gin_trgm_ops);
create index commune_departement on commune (departement);
create index commune_epci on commune (epci);
create index commune_ville on commune (ville) where ville is not null;
create index commune_codes_postaux on commune using gin (codes_postaux);

-- Names and codes that are not communes any more: the commune of today that they belong to.
create table commune_ancienne (
  code text not null,
  -- Null where the package gives the code alone.
  nom text,
  cle text,
  nature text not null check (nature in ('deleguee', 'associee', 'ancienne')),
  commune text not null,
  primary key (code, nature)
);
create index commune_ancienne_commune on commune_ancienne (commune);
create index commune_ancienne_cle on commune_ancienne (cle text_pattern_ops) where cle is not null;
