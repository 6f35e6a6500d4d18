package seed

import "fmt"

// Invented people and firms: the commonest surnames and given names, and words of an industrial
// county.
var (
	surnames = []rune("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
	given    = []string{
		"建国", "志强", "秀英", "海燕", "晓东", "文博", "丽娟", "国庆", "春梅", "永刚", "雪峰", "佳怡", "振华", "慧敏", "立新", "俊杰",
		"红霞", "卫东", "思远", "雅琴", "宏伟", "静", "磊", "娜", "涛", "敏", "勇", "艳", "军", "洋", "杰", "婷", "浩然", "子涵", "明辉",
		"玉兰", "兆丰", "新宇", "凤英", "少华", "学文", "桂芳", "天佑", "一鸣", "晨曦", "泽民", "若兰", "启明", "素珍", "光远",
	}
	firmWords = []string{
		"恒通", "瑞丰", "鑫源", "宏达", "晋能", "天工", "华盛", "永泰", "博远", "正大", "海川", "金石", "长青", "中科", "安泰", "汇源",
		"北辰", "力诺", "同创", "德润", "祥云", "广厦", "龙腾", "久安", "启航", "万和", "蓝天", "利民", "国瑞", "嘉禾",
	}
	firmTrades = []trade{
		{"机械制造", "C34"},
		{"新能源科技", "C38"},
		{"精密铸造", "C33"},
		{"食品", "C14"},
		{"生物医药", "C27"},
		{"建材", "C30"},
		{"物流", "G54"},
		{"电子科技", "C39"},
		{"纺织", "C17"},
		{"化工", "C26"},
		{"装备", "C35"},
		{"环保科技", "N77"},
		{"农业开发", "A01"},
		{"文旅发展", "R90"},
		{"人力资源服务", "L72"},
	}
	projectWords = []string{
		"年产%d万件精密零部件项目", "年产%d万吨高性能复合材料项目", "%d兆瓦时储能电池项目", "年产%d万套智能装备项目", "日处理%d吨固废综合利用项目",
		"年产%d万吨绿色食品项目", "%d万平方米标准厂房项目", "年产%d万台节能电机项目", "年产%d吨生物制剂项目", "%d千吨冷链物流项目",
	}
)

type trade struct{ name, industry string }

// person invents a name.
func (d dice) personName() string {
	return string(surnames[d.IntN(len(surnames))]) + given[d.IntN(len(given))]
}

// phone invents a mobile number.
func (d dice) phone() string { return fmt.Sprintf("138%08d", d.IntN(100_000_000)) }
