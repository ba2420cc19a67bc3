import type { Requete } from '#core/context.ts'
import { Actions, Button, ButtonLink, Form, type FormError, getError, TextArea } from '#ui/form.tsx'
import { Layout } from '#ui/layout.tsx'
import { filTerritoires } from '../territoire/cadre.tsx'

interface Props {
  requete: Requete
  saisie?: string
  erreurs?: readonly FormError[]
}

/** Where no commune is named yet. */
export function PageChoixListe({ requete, saisie = '', erreurs = [] }: Props) {
  return (
    <Layout
      title="Portrait d’une liste de communes"
      page={requete}
      errors={erreurs}
      crumbs={filTerritoires([{ label: 'Portrait d’une liste' }])}
      intro={
        <p>
          Les indicateurs de n’importe quel ensemble de communes, à côté du département, de la région et de la France.
        </p>
      }
    >
      <Form action="/territoires/portrait">
        <TextArea
          name="texte"
          label="Communes"
          hint="Noms, codes Insee ou codes postaux, un par ligne ou séparés par des virgules. On peut coller une colonne de tableur. Les arrondissements de Paris, Lyon et Marseille conviennent aussi."
          error={getError(erreurs, 'texte')}
          value={saisie}
          rows={8}
        />
        <Actions>
          <Button>Voir le portrait</Button>
          {erreurs.length > 0 ? (
            <Button variant="secondary" formaction="/territoires/composer">
              Préciser ces communes une à une
            </Button>
          ) : (
            <ButtonLink href="/territoires/composer" variant="link">
              Composer un territoire par zones, par fichier ou sur une carte
            </ButtonLink>
          )}
        </Actions>
      </Form>
    </Layout>
  )
}
