import { onMounted, shallowRef } from 'vue'
import type { Answers, Form } from '@/form/schema'
import type { FieldError } from './problem'

type Validation = typeof import('@/form/validate')

/**
 * Validation that comes after the page is painted: the validator is a tenth
 * of what a public page may weigh, and nobody needs it before typing.
 */
export function useFormCheck() {
  const loaded = shallowRef<Validation>()
  const load = async (): Promise<Validation> => (loaded.value ??= await import('@/form/validate'))
  onMounted(() => void load())
  return {
    /** What is wrong with the answers, or with those to some fields. */
    check: async (form: Form, answers: Answers, only?: string[]): Promise<FieldError[]> =>
      (await load()).validateForm(form, answers, only),
    /** How far a section has come; undefined until the validator is there, and then by itself. */
    stateOf: (form: Form, section: number, answers: Answers) => loaded.value?.sectionState(form, section, answers),
  }
}
