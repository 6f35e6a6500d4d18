import { computed, inject, provide, useId, type ComputedRef, type InjectionKey } from 'vue'

interface Control {
  id: string
  describedby: string | undefined
  invalid: boolean
  required: boolean
}

const key: InjectionKey<ComputedRef<Control>> = Symbol('field')

/** The id of the control that holds a field; the error summary links to it. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^A-Za-z0-9_-]+/g, '-')}`
}

interface FieldProps {
  name?: string
  hint?: string
  error?: string
  required?: boolean
}

/** Called by UiField: hands its names to the control inside. */
export function provideField(props: FieldProps, hasHint: () => boolean) {
  const fallback = useId()
  const id = computed(() => (props.name ? fieldId(props.name) : fallback))
  const hintId = computed(() => `${id.value}-hint`)
  const errorId = computed(() => `${id.value}-error`)
  provide(
    key,
    computed(() => ({
      id: id.value,
      describedby:
        [hasHint() ? hintId.value : '', props.error ? errorId.value : ''].filter(Boolean).join(' ') || undefined,
      invalid: Boolean(props.error),
      required: Boolean(props.required),
    })),
  )
  return { id, hintId, errorId }
}

/** Called by a control: the attributes that tie it to the field around it. */
export function useControl() {
  const own = useId()
  const control = inject(key, undefined)
  const id = computed(() => control?.value.id ?? own)
  return {
    id,
    control: computed(() => ({
      id: id.value,
      'aria-describedby': control?.value.describedby,
      'aria-invalid': control?.value.invalid ? ('true' as const) : undefined,
      'aria-required': control?.value.required ? ('true' as const) : undefined,
    })),
  }
}
