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
          name="communes"
          label="Codes Insee des communes"
          hint={
            'Un par ligne, ou séparés par des virgules ou des espaces\u00a0: 04001, 04009… Les codes des arrondissements de Paris, Lyon et Marseille conviennent aussi.'
          }
          error={getError(erreurs, 'communes')}
          value={saisie}
          rows={8}
        />
        <Actions>
          <Button>Voir le portrait</Button>
          <ButtonLink href="/territoires/composer" variant="link">
            Choisir les communes par leur nom
          </ButtonLink>
        </Actions>
      </Form>
    </Layout>
  )
}
