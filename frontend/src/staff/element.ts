/**
 * What staff pages take from Element Plus: each component by itself, with its
 * style. Nothing outside pages/staff may import this file; the budget counts
 * it against a public page.
 */
import './theme.css'
import 'element-plus/es/components/base/style/css'
import 'element-plus/es/components/drawer/style/css'
import 'element-plus/es/components/option/style/css'
import 'element-plus/es/components/select/style/css'
import 'element-plus/es/components/tooltip/style/css'

export { ElConfigProvider } from 'element-plus/es/components/config-provider/index.mjs'
export { ElDrawer } from 'element-plus/es/components/drawer/index.mjs'
export { ElOption, ElSelect } from 'element-plus/es/components/select/index.mjs'
export { ElTooltip } from 'element-plus/es/components/tooltip/index.mjs'
