package document

import "strings"

// remedySentence tells how the act may be reviewed: within 60 days by reconsideration (行政复议法 20)
// or within 6 months by a court (行政诉讼法 46); where reconsideration must come first, that it must
// (行政复议法 23(2)).
func remedySentence(r *Remedies, title text) text {
	body, court := alternatives(r.Bodies), same(r.Court)
	self := text{selfName(title.zh), "this paper"}
	if r.ReconsiderationFirst {
		return say2("如不服%[1]s，应当先自收到%[1]s之日起六十日内向%[2]s申请行政复议；对复议决定不服的，再依法向%[3]s提起行政诉讼。",
			"If you disagree, you must first apply to %[2]s for administrative reconsideration within 60 days of receiving %[1]s; if you disagree with its decision, you may then bring an action before %[3]s as the law provides.",
			self, body, court)
	}
	return say2("如不服%[1]s，可以自收到%[1]s之日起六十日内向%[2]s申请行政复议，也可以自收到之日起六个月内依法向%[3]s提起行政诉讼。",
		"If you disagree, you may apply to %[2]s for administrative reconsideration within 60 days of receiving %[1]s, or bring an action before %[3]s within six months of receiving it.",
		self, body, court)
}

// selfName is what a paper calls itself: 本决定书, 本通知书.
func selfName(title string) string {
	for _, w := range []string{"决定书", "通知书", "告知书", "告知单"} {
		if strings.Contains(title, w) {
			return "本" + w
		}
	}
	return "本通知"
}
