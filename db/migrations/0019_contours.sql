-- Outlines, already simplified in steps from one topology, so that neighbours keep one common border at each step.
create table contour (
  maille text not null check (maille in ('commune', 'epci', 'departement', 'region', 'qpv')),
  code text not null,
  -- 0 is the finest; each next one is lighter.
  niveau smallint not null check (niveau >= 0),
  -- Only QPV have names of their own.
  nom text,
  -- Coordinates of a GeoJSON MultiPolygon, WGS 84. A level whose outline is the finer one’s is not stored.
  coordonnees json not null,
  ouest real not null,
  sud real not null,
  est real not null,
  nord real not null,
  primary key (maille, niveau, code)
);

-- Where each set of outlines comes from: said under each map.
create table contour_source (
  maille text primary key check (maille in ('commune', 'qpv')),
  source text not null,
  millesime text,
  licence text,
  fichier text not null,
  sha256 text not null,
  importee_le timestamptz not null,
  nombre integer not null
);

-- Communes whose outlines share a border: both orders stand.
create table commune_voisine (
  commune text not null,
  voisine text not null,
  primary key (commune, voisine)
);
