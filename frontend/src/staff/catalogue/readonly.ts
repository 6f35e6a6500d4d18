import type { InjectionKey } from 'vue'

/** Whether a version is only read: its lists scroll by keyboard, which a disabled fieldset around them would forbid. */
export const readOnlyKey: InjectionKey<boolean> = Symbol('readOnly')
