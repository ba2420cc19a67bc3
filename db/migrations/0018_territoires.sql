-- A territory: any set of communes and municipal arrondissements, kept under a name.
create table territoire (
  id integer generated always as identity primary key,
  -- Stable key of a demonstration territory: the same one is never loaded twice.
  cle text unique,
  nom text not null check (nom <> ''),
  description text,
  etat text not null default 'prive' check (etat in ('prive', 'public')),
  -- Invented, for the demonstration: the screen says so.
  fictif boolean not null default false,
  proprietaire uuid references compte on delete set null,
  -- Sorted codes, without double; never a city beside one of its arrondissements. No foreign key: a code outlives its
  -- commune, and is read through the history of codes.
  communes text[] not null check (cardinality(communes) > 0),
  revision integer not null default 1,
  creee_le timestamptz not null,
  modifiee_le timestamptz not null,
  supprimee_le timestamptz
);
create index territoire_communes on territoire using gin (communes);
create index territoire_proprietaire on territoire (proprietaire);
create index territoire_modifiee on territoire (modifiee_le desc) where supprimee_le is null;

-- Its composition through time, the present one included; the first is number 1.
create table territoire_version (
  territoire integer not null references territoire,
  numero integer not null,
  quand timestamptz not null,
  compte uuid references compte on delete set null,
  -- Why it changed.
  note text,
  communes text[] not null,
  -- As it was counted that day.
  population integer,
  primary key (territoire, numero)
);
