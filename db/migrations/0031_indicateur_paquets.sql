-- The values of a commune in many series, side by side: a portrait of hundreds of communes reads a few rows of each
-- instead of one a series. Drawn from indicateur_valeur by who writes a series.

-- Where a series stands: cell `place % 32` of packet `place / 32`. A number never comes back: a series that is written
-- again takes another place, and what its former one holds is read no more.
create table indicateur_place (
  serie integer primary key references indicateur_serie on delete cascade,
  place integer generated always as identity (start with 0 minvalue 0) unique
);

create table indicateur_paquet (
  -- Compared byte by byte: a French order would cost, and nobody sees it.
  commune text collate "C" not null,
  paquet integer not null,
  -- One after the other, each 18 bytes written as 24 characters of base64, which both ends read faster than bytea:
  -- number of the cell (int2), value and weight (float8, NaN where it weighs nothing). No cell without a value that counts.
  cellules text not null,
  primary key (commune, paquet)
);
-- At most 768 characters, all of them wanted: neither compressed nor apart.
alter table indicateur_paquet alter cellules set storage plain;

insert into indicateur_place (serie) select id from indicateur_serie order by id;
insert into indicateur_paquet (commune, paquet, cellules)
  select v.commune, p.place / 32, string_agg(encode(int2send((p.place % 32)::int2) || float8send(v.valeur)
    || float8send(coalesce(v.poids, 'NaN')), 'base64'), '')
  from indicateur_place p join indicateur_valeur v using (serie)
  where v.compte and v.valeur is not null
  group by 1, 2 order by 2, 1;

-- France is counted at each of its portraits.
create index commune_region on commune (region) include (population) where ville is null;
