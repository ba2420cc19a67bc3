-- Finding help: what is given from afar to people of an area, and communes around a point.
create index service_zone on service using gin (zone_eligibilite) where supprime_le is null;
create index commune_position on commune using gist (point(longitude, latitude)) where longitude is not null;
