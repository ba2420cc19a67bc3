-- Groups of territories that look alike, on chosen indicators.
create table typologie (
  id integer generated always as identity primary key,
  cle text unique,
  nom text not null check (nom <> ''),
  description text,
  etat text not null default 'prive' check (etat in ('prive', 'public')),
  fictif boolean not null default false,
  proprietaire uuid references compte on delete set null,
  -- Chosen areas, indicators with vintage, k, seed: see typologie.ts.
  reglages jsonb not null,
  -- What the computation gave: groups with names, their areas, means, quality by k, missing values. See typologie.ts.
  resultat jsonb not null,
  revision integer not null default 1,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create index typologie_proprietaire on typologie (proprietaire);
