-- « What if »: scenarios of supply, computed by our own engine; never mixed with official series.
create table apl_parametres (
  code text primary key check (code ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  libelle text not null,
  -- See parametres.ts: limit, decay, ages, bounds of activity; what is to verify is said there.
  parametres jsonb not null,
  modifiee_le timestamptz not null,
  modifiee_par uuid references compte on delete set null
);

-- Travel times by road between communes, as imported; where none is, they are estimated and said so.
create table apl_temps (
  nom text not null,
  origine text not null,
  destination text not null,
  minutes real not null check (minutes >= 0),
  primary key (nom, origine, destination)
);

create table simulation (
  id integer generated always as identity primary key,
  cle text unique,
  nom text not null check (nom <> ''),
  description text,
  etat text not null default 'prive' check (etat in ('prive', 'public')),
  fictif boolean not null default false,
  proprietaire uuid references compte on delete set null,
  territoire integer references territoire,
  -- Everything that the computation needs: see simulation.ts.
  contenu jsonb not null,
  revision integer not null default 1,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create index simulation_proprietaire on simulation (proprietaire);
