-- Copies of documents kept by centres: facets by centre and by loan, search by shelf-mark.

create or replace function facettes_notice(n notice) returns table (nom text, valeur text)
language sql immutable parallel safe as $$
  select 'nature', n.nature
  union select 'theme', unnest(n.themes)
  union select 'public', unnest(n.publics)
  union select 'determinant', unnest(n.determinants)
  union select 'milieu', unnest(n.milieux)
  union select 'annee', annee from substring(n.csl #>> '{issued,date-parts,0,0}' from '^[12]\d{3}$') annee
    where annee is not null
  union select 'langue', langue from substring(lower(n.csl ->> 'language') from '^([a-z]{2,3})(?:[-_].*)?$') langue
    where langue is not null
  union select 'en-ligne', 'oui' where n.en_ligne
  union select 'centre', rtrim(left(e ->> 'centre', 120)) from jsonb_array_elements(n.prets) e
    where e ->> 'centre' <> '' and coalesce(e ->> 'statut', '') <> 'perdu'
  union select 'empruntable', 'oui' from jsonb_array_elements(n.prets) e
    where coalesce(e ->> 'statut', '') not in ('consultation', 'perdu')
$$;

-- Writes the lines of these notices again, from what the table says of them now.
create or replace function indexer_notices(ids integer[]) returns void language plpgsql as $$
begin
  insert into facette (nom, valeur)
  select distinct f.nom, f.valeur from notice n, facettes_notice(n) f
  where n.id = any (ids) and n.supprimee_le is null
    and not exists (select from facette d where d.nom = f.nom and d.valeur = f.valeur)
  order by 1, 2;

  delete from notice_index where id = any (ids);
  insert into notice_index (id, date_tri, tri_titre, tri_auteur, codes, vecteur, poids)
  select n.id, date_tri_notice(n.csl),
    left(regexp_replace(regexp_replace(titre, '[^[:alnum:]]+', ' ', 'g'), '^ ?(l|le|la|les|un|une|des) |^ ', ''), 80),
    left(regexp_replace(texte_sans_accents(coalesce(csl #>> '{author,0,family}', noms[1])), '[^[:alnum:]]+', ' ', 'g'), 40),
    (select coalesce(string_agg(chr(32 + c), '' order by c), '') from unnest(codes) c) || e'\n',
    array_to_tsvector('{f:0}' || array(select 'f:' || c from unnest(codes) c)
      || tsvector_to_array(poids) || suites(poids)
      || array(select 't:' || l from unnest(tsvector_to_array(stems) || suites(stems)) l)
      || array(select 't=' || l from unnest(tsvector_to_array(to_tsvector('simple', titre))) l)
      || array(select 'a:' || l from unnest(tsvector_to_array(auteurs) || suites(auteurs)) l)),
    poids
  from notice n,
    lateral (select auteurs_notice(n), coalesce(texte_sans_accents(csl ->> 'title'), ''),
      to_tsvector('maillage_fr', coalesce(texte_cherchable(csl ->> 'title'), '')),
      array(select min(d.code) from facettes_notice(n) f join facette d using (nom, valeur) group by nom, valeur)
      -- Computed once, not at each mention.
      offset 0
    ) t (noms, titre, stems, codes),
    lateral (select to_tsvector('maillage_fr', texte_cherchable(array_to_string(noms, ' . '))) offset 0) a (auteurs),
    lateral (select setweight(stems, 'A')
      || setweight(auteurs || to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ',
        csl ->> 'container-title', csl ->> 'publisher', csl ->> 'authority', csl ->> 'collection-title'))), 'B')
      || setweight(to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ', n.resume, csl ->> 'keyword'))), 'C')
      || to_tsvector('maillage_fr', texte_cherchable(concat_ws(' . ', csl ->> 'genre', csl ->> 'note',
        csl ->> 'event-title', csl ->> 'publisher-place', csl #>> '{issued,date-parts,0,0}', csl ->> 'DOI',
        csl ->> 'ISBN', csl ->> 'number',
        (select string_agg(concat_ws(' . ', e ->> 'centre', e ->> 'cote'), ' . ') from jsonb_array_elements(n.prets) e))))
      offset 0
    ) p (poids)
  where n.id = any (ids) and n.supprimee_le is null;

  insert into terme_connu (genre, texte, cle)
  select genre, texte, texte_sans_accents(texte)
  from (
    select 'mot', mot from notice n, unnest(to_tsvector('simple', texte_cherchable(csl ->> 'title'))) l (mot)
    where n.id = any (ids) and n.supprimee_le is null and length(mot) between 4 and 40 and mot !~ '\d'
    union select 'nom', nom from notice n, unnest(auteurs_notice(n)) nom
    where n.id = any (ids) and n.supprimee_le is null and length(nom) <= 150
  ) t (genre, texte)
  where not exists (select from terme_connu c where c.genre = t.genre and c.texte = t.texte);
end $$;

select indexer_notices(array(select id from notice where prets <> '[]'));
