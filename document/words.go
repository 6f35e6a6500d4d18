package document

import (
	"fmt"
	"strconv"
	"strings"

	"onestop.internal/models"
)

func dateZh(d models.Date) string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d年%d月%d日", y, int(m), day)
}

func dateEn(d models.Date) string {
	y, m, day := d.YMD()
	return fmt.Sprintf("%d %s %d", day, m, y)
}

func date(d models.Date) text {
	if d == 0 {
		return text{}
	}
	return text{dateZh(d), dateEn(d)}
}

// minute writes a moment to the minute, in Shanghai time.
func minute(i models.Instant) text {
	if i == 0 {
		return text{}
	}
	t := i.Time().In(models.Shanghai)
	d := date(i.Date())
	return text{d.zh + fmt.Sprintf("%d时%02d分", t.Hour(), t.Minute()), d.en + ", " + t.Format("15:04")}
}

// limit writes a length of time with its unit; the unit is never left out.
func limit(l models.Limit) text {
	n := strconv.Itoa(l.Value)
	one := func(en string) string {
		if l.Value == 1 {
			return n + " " + en
		}
		return n + " " + en + "s"
	}
	switch l.Unit {
	case models.WorkingDay:
		return text{n + "个工作日", one("working day")}
	case models.CalendarDay:
		return text{n + "日（自然日）", one("calendar day")}
	case models.Month:
		return text{n + "个月", one("month")}
	case models.Year:
		return text{n + "年", one("year")}
	case models.Immediate:
		return text{"当日", "the same day"}
	}
	return text{}
}

// unresolved tells whether a limit still stands in the law's bare 日.
func unresolved(ls ...models.Limit) bool {
	for _, l := range ls {
		if l.Unit == models.DayBare {
			return true
		}
	}
	return false
}

var reasons = map[models.PauseReason]text{
	models.PauseHearing:             {"听证", "hearing"},
	models.PauseTender:              {"招标", "tender"},
	models.PauseAuction:             {"拍卖", "auction"},
	models.PauseInspection:          {"检验", "inspection"},
	models.PauseTesting:             {"检测", "testing"},
	models.PauseQuarantine:          {"检疫", "quarantine"},
	models.PauseAppraisal:           {"鉴定", "appraisal"},
	models.PauseExpertReview:        {"专家评审", "expert review"},
	models.PauseEntrustedEvaluation: {"委托评估", "entrusted evaluation"},
	models.PauseTechReview:          {"技术评审", "technical review"},
	models.PauseTechAssessment:      {"技术评估", "technical assessment"},
	models.PauseConsultOtherDepts:   {"征求其他部门意见", "consultation of other departments"},
	models.PauseApplicantRevision:   {"申请人修改", "revision by the applicant"},
	models.PauseReReview:            {"复审", "re-review"},
	models.PauseSuspension:          {"中止审批", "suspension"},
	models.PauseConfirmation:        {"待企业确认", "confirmation by the enterprise"},
}

// reason names a ground of a pause; an unknown one by its code, so that it cannot vanish.
func reason(r models.PauseReason) text {
	if t, ok := reasons[r]; ok {
		return t
	}
	return same(string(r))
}

// art45 are the grounds of 行政许可法 art 45, which need no law of the item's own.
var art45 = map[models.PauseReason]bool{
	models.PauseHearing: true, models.PauseTender: true, models.PauseAuction: true, models.PauseInspection: true,
	models.PauseTesting: true, models.PauseQuarantine: true, models.PauseAppraisal: true, models.PauseExpertReview: true,
}

var approvers = map[models.Approver]text{
	models.AgencyLeader:        {"本行政机关负责人", "the leader of this agency"},
	models.AgencyPrincipalHead: {"本行政机关主要负责人", "the principal head of this agency"},
	models.GovLeader:           {"本级人民政府负责人", "the leader of the people's government at this level"},
}

var methods = map[string]text{
	ServeDirect:     {"直接送达", "in person"},
	ServeElectronic: {"电子送达", "electronically"},
	ServeMail:       {"邮寄送达", "by mail"},
	ServeLeft:       {"留置送达", "left at the place"},
	ServeNotice:     {"公告送达", "by public notice"},
}

// enumerate joins names as a Chinese and an English list do.
func enumerate(ts []text) text {
	var zh, en []string
	for _, t := range ts {
		zh, en = append(zh, t.zh), append(en, t.en)
	}
	out := text{strings.Join(zh, "、"), strings.Join(en, ", ")}
	if n := len(en); n > 1 {
		out.en = strings.Join(en[:n-1], ", ") + " and " + en[n-1]
	}
	return out
}

// alternatives joins names of which one may be chosen.
func alternatives(names []string) text {
	return text{strings.Join(names, "或者"), strings.Join(names, " or ")}
}

// numeral writes 1 … 9999 in Chinese, as citations of articles do.
func numeral(n int) string {
	if n < 1 || n > 9999 {
		return strconv.Itoa(n)
	}
	digit := []rune("零一二三四五六七八九")
	var b strings.Builder
	gap := false
	for i, place := range []int{1000, 100, 10, 1} {
		d := n / place % 10
		if d == 0 {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteRune('零')
			gap = false
		}
		if place != 10 || d != 1 || b.Len() != 0 { // 十五, not 一十五
			b.WriteRune(digit[d])
		}
		b.WriteString([]string{"千", "百", "十", ""}[i])
	}
	return b.String()
}
