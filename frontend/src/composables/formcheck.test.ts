import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import type { Form } from '@/form/schema'
import { useFormCheck } from './formcheck'

const form: Form = {
  code: 'x',
  schema: { type: 'object', required: ['a'], properties: { a: { type: 'string', title: '名称', 'x-en': 'Name', 'x-widget': 'text' } } },
  layout: { sections: [{ titleZh: '一', titleEn: 'One', fields: ['a'] }] },
}

test('a section tells its state as soon as the validator is there', async () => {
  const page = mount({
    setup: () => useFormCheck(),
    render() {
      return (this as unknown as ReturnType<typeof useFormCheck>).stateOf(form, 0, {}) ?? 'unknown'
    },
  })
  expect(page.text()).toBe('unknown')
  await expect.poll(async () => (await flushPromises(), page.text())).toBe('todo')
  const { check } = page.vm as unknown as ReturnType<typeof useFormCheck>
  expect((await check(form, {})).map(({ message }) => message)).toEqual(['请填写名称'])
  expect(await check(form, { a: 'x' })).toEqual([])
})
