-- Communes that a quartier prioritaire (QPV) stands in, in codes of today: as its file says, else as outlines show.
create table qpv_commune (
  qpv text not null,
  commune text not null,
  primary key (qpv, commune)
);
