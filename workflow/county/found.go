package county

import (
	"onestop.internal/models"
	"onestop.internal/policy"
	"onestop.internal/store"
)

// Founded tells whether somebody has said which county this is.
func (s *Settings) Founded() bool { return s.Region != Defaults().Region }

// deptWords are usual 机关代字 of the departments, each another.
var deptWords = map[string]string{
	"FGJ": "发改", "GXJ": "工信", "ZRZY": "自然资", "ZJJ": "住建", "STHJ": "环", "SLJ": "水", "SCJG": "市监", "RSJ": "人社", "YJGL": "应急",
	"XFJY": "消", "RFB": "防", "QXJ": "气", "JTJ": "交", "CGJ": "城管", "SWJ": "税", "JRB": "金", "WLJ": "文旅", "LCJ": "林", "GAJ": "公",
	"DAG": "档", "SPJ": "审", "GGZY": "资源", "TDCB": "储", "YQGW": "园管", "CZJ": "财", "DZJ": "震", "YLBZ": "公积金", "GDGS": "供电",
	"ZLS": "供水", "RQGS": "燃气", "RLGS": "供热", "TXQY": "通信", "TSJG": "图审", "SWJMY": "商",
}

// DeptWord gives the usual 机关代字 of a department of the catalogue; the county's own character stands before it.
func DeptWord(code string) string { return deptWords[code] }

// Found begins a county: its name and division, and the departments of the catalogue, with the usual words of
// their document numbers (清源县 → 清发改). All else stays at its default until it is decided.
func (c *County) Found(tx *store.Tx, name, nameEn, region string, by policy.Actor) error {
	s := Defaults()
	s.Name, s.Region, s.Government, s.Word = name, region, name+"人民政府", string([]rune(name)[:1])
	if nameEn != "" {
		s.NameEn = nameEn
	}
	if err := tx.PutSetting(models.Setting{Key: settingsKey, Value: models.JSONOf(s), UpdatedBy: by.UserID}); err != nil {
		return err
	}
	for _, d := range c.Base.Departments {
		row := models.Department{
			Region: region, Code: d.Code, NameZh: d.NameZh, NameEn: d.NameEn, BodyType: d.BodyType, ActsInNameOf: d.ActsInNameOf,
			Word: s.Word + DeptWord(d.Code), Origin: "default", Active: true, UpdatedBy: by.UserID,
		}
		if len(d.ReviewBodies) > 0 {
			row.Reconsideration = models.JSONOf(d.ReviewBodies)
		}
		if err := tx.CreateDepartment(&row); err != nil {
			return err
		}
	}
	return journal(tx, by, "county.found", "SETTING", 0, "", nil, s)
}
