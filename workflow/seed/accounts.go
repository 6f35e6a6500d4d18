package seed

import "onestop.internal/policy"

// Account is a demo account that is shown on start.
type Account struct {
	Login    string
	Password string
	Role     string // in Chinese and English, for people
	Name     string
}

// demoDept is the department whose people are shown as demo accounts: it has the most items.
const demoDept = "ZRZY"

// demoPeople are the demo accounts, in the order in which a story needs them.
var demoPeople = []struct {
	login, name string
	role        policy.Role
	dept        string
}{
	{"enterprise", "陈静", policy.Enterprise, ""},
	{"agent", "王晓东", policy.Agent, ""},
	{"window", "李文博", policy.Window, "SPJ"},
	{"reviewer", "张志强", policy.Reviewer, demoDept},
	{"approver", "赵宏伟", policy.Approver, demoDept},
	{"sectionhead", "孙慧敏", policy.SectionHead, demoDept},
	{"agencyleader", "周立新", policy.AgencyLeader, demoDept},
	{"leaddept", "吴雪峰", policy.LeadDept, "ZJJ"},
	{"leaddept2", "田晓梅", policy.LeadDept, demoDept},
	{"leaddept3", "付晓东", policy.LeadDept, "SPJ"},
	{"taskforce", "郑永刚", policy.TaskforceLead, ""},
	{"leader", "冯振华", policy.Leader, ""},
	{"supervisor", "何雅琴", policy.Supervisor, ""},
	{"sysadmin", "高明辉", policy.SystemAdmin, ""},
	{"secadmin", "林思远", policy.SecurityAdmin, ""},
	{"secadmin2", "苏静怡", policy.SecurityAdmin, ""}, // who confirms what the other proposes
	{"auditor", "谢佳怡", policy.Auditor, ""},
}

// Accounts gives the demo accounts. They exist in a database that the seed made.
func Accounts() []Account {
	out := make([]Account, len(demoPeople))
	for i, p := range demoPeople {
		out[i] = Account{Login: p.login, Password: demoPassword, Role: roleNames[p.role], Name: p.name}
	}
	return out
}

// demoAccount gives the login and the name of a demo account: the one of that login, or else the first of a
// role at a department, for the first to be hired there.
func demoAccount(login string, role policy.Role, dept string, first bool) (string, string, bool) {
	for _, p := range demoPeople {
		if p.login == login || first && p.role == role && p.dept == dept {
			return p.login, p.name, true
		}
	}
	return "", "", false
}
