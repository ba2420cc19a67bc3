-- « What if »: scenarios of supply, computed by our own engine; never mixed with official series.
create table apl_parametres (
  code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  libelle text not null,
  -- See parametres.ts: limit, decay, ages, bounds of activity; what is to verify is said there.
  parametres jsonb not null,
  modifiee_le timestamptz not null,
  modifiee_par uuid references compte on delete set null
);

-- Imported matrices of travel times, by name.
create table apl_temps_source (
  nom text primary key check (nom <> ''),
  -- Who computed them, how, of what date: said with every result.
  source text,
  fictif boolean not null default false,
  fichier text not null,
  sha256 text not null,
  nombre integer not null,
  -- Lines left aside: how many, and the first ones with their reason.
  ecartees integer not null default 0,
  exemples jsonb not null default '[]',
  importee_le timestamptz not null,
  importee_par uuid references compte on delete set null
);

-- Travel times by road between communes, as imported; where none is, they are estimated and said so.
create table apl_temps (
  nom text not null,
  origine text not null,
  destination text not null,
  minutes double precision not null check (minutes >= 0),
  primary key (nom, origine, destination)
);
create index apl_temps_destination on apl_temps (nom, destination) include (origine, minutes);

create table simulation (
  id integer generated always as identity primary key,
  cle text unique,
  nom text not null check (nom <> ''),
  description text,
  etat text not null default 'prive' check (etat in ('prive', 'public')),
  fictif boolean not null default false,
  proprietaire uuid references compte on delete set null,
  -- Everything that the computation needs: see simulation.ts.
  contenu jsonb not null,
  revision integer not null default 1,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create index simulation_proprietaire on simulation (proprietaire);
