package document

import (
	"time"

	"onestop.internal/models"
)

func wd(n int) models.Limit { return models.Limit{Value: n, Unit: models.WorkingDay} }

var eight = []models.PauseReason{
	models.PauseHearing, models.PauseTender, models.PauseAuction, models.PauseInspection,
	models.PauseTesting, models.PauseQuarantine, models.PauseAppraisal, models.PauseExpertReview,
}

var planningPermit = Item{
	Code: "GJ-02", Name: "建设工程规划许可证核发", NameEn: "Construction project planning permit", Kind: "PERMIT",
	LegalBasis: []string{"城乡规划法 art 40"}, WindowBasis: "行政许可法 art 32",
}

var projectFiling = Item{
	Code: "TZ-01", Name: "企业投资项目备案", NameEn: "Filing of an enterprise investment project", Kind: "FILING",
	LegalBasis: []string{"企业投资项目核准和备案管理条例（国务院令673号）arts 3, 4, 13, 14"},
}

func oneDefect() *Correction {
	return &Correction{Defects: []Defect{
		{Material: "建设工程设计方案", Problem: "总平面图未标注建筑退线", Basis: "办事指南材料第3项", HowToCorrect: "补充标注退线距离并加盖设计单位出图章"},
		{Material: "使用土地的有关证明文件", Problem: "未提交", Basis: "办事指南材料第1项", HowToCorrect: "提交国有建设用地使用权出让合同"},
	}}
}

// sample gives facts that are enough for a kind and for no other paper of the same case.
func sample(k Kind) Facts {
	f := Facts{
		Date: models.MustDate("2026-03-02"), VerifyCode: "V7KQ2M9X", QueryCode: "K7QM2X9B",
		Issuer: Issuer{
			Code: "SPJ", Name: "示范县行政审批服务管理局", NameEn: "Administrative Approval Service Bureau of Shifan County",
			Word: "示审", Contact: "李晓", Phone: "0359-1234567", Address: "示范县政务大厅二层",
		},
		Recipient:  Recipient{Name: "华源新材料（示范）有限公司", USCC: "91140999MA0D3M013L", Representative: "王建国"},
		Item:       planningPermit,
		CaseNumber: "140999202603020000177", ProjectCode: "2603-140999-04-01-123456", ProjectName: "年产五万吨新材料项目",
		ReceivedAt: models.At(time.Date(2026, 3, 2, 9, 5, 0, 0, models.Shanghai)),
		ReceivedOn: models.MustDate("2026-03-02"), AcceptedOn: models.MustDate("2026-03-02"), Round: 1,
	}
	if s, ok := SpecOf(k); ok && s.HasNumber() {
		f.Number, _ = models.DocumentNumber("示审", s.Letter, 2026, 17)
	}
	if add := particular[k]; add != nil {
		add(&f)
	}
	return f
}

func bothLimits(f *Facts) {
	f.Limits = &Limits{
		Legal: wd(20), LegalDue: models.MustDate("2026-03-30"), Promise: wd(7), PromiseDue: models.MustDate("2026-03-11"),
		Start: models.MustDate("2026-03-02"), StartsOn: models.FromAccepted,
		StartBasis: "《中华人民共和国行政许可法》第四十二条第一款", Excluded: eight,
	}
}

func countyRemedies(f *Facts) {
	f.Remedies = &Remedies{Bodies: []string{"示范县人民政府"}, Court: "示范县人民法院"}
}

func grantDecision(f *Facts) {
	f.Date = models.MustDate("2026-03-11")
	f.Decision = &Decision{
		On: f.Date, Content: "新建生产厂房一栋，建筑面积12000平方米", Conditions: []string{"开工前申请验线", "竣工后申请规划核实。"},
		LicenceName: "建设工程规划许可证", LicenceNumber: "140999202600012", CertificateDue: models.MustDate("2026-03-25"), Public: true,
	}
}

func specialPause(f *Facts) {
	f.Date = models.MustDate("2026-03-06")
	f.Pause = &Pause{
		Reason: models.PauseExpertReview, Content: "设计方案专家评审", From: models.MustDate("2026-03-09"),
		PlannedEnd: models.MustDate("2026-03-20"), Need: wd(10), NewLegalDue: models.MustDate("2026-04-14"), NewPromiseDue: models.MustDate("2026-03-25"),
	}
}

func permitLicence(f *Facts) {
	f.Item = Item{Code: "LX-18", Name: "取水许可证核发", NameEn: "Water abstraction licence", Kind: "PERMIT"}
	f.Decision = &Decision{
		On: f.Date, Content: "年取水量12万立方米", Conditions: []string{"安装取水计量设施"}, ValidFrom: f.Date,
		LicenceName: "取水许可证", LicenceNumber: "D140999G2026-0002", CertificateDue: models.MustDate("2026-03-16"), Public: true,
	}
	f.Licence = &Licence{Name: "取水许可证", Number: "D140999G2026-0001", On: models.MustDate("2026-03-02")}
}

func filing(f *Facts) {
	f.Item = projectFiling
	f.ProjectCode = "XM20260012"
	f.Filing = &Filing{}
}

// particular adds what only one kind needs.
var particular = map[Kind]func(*Facts){
	Receipt: func(f *Facts) {
		f.Window = &Window{Limit: wd(5), Due: models.MustDate("2026-03-09"), Deemed: true}
		f.Materials = []Material{
			{Name: "建设工程规划许可申请表", Form: "电子件", Copies: 1, Pages: 3, SHA256: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"},
			{Name: "使用土地的有关证明文件", Form: "免提交", Copies: 1},
		}
		f.AgentName = "张敏"
	},
	Acceptance: bothLimits,
	DeemedAcceptance: func(f *Facts) {
		bothLimits(f)
		f.Date = models.MustDate("2026-03-10")
		f.Window = &Window{Limit: wd(5), Due: models.MustDate("2026-03-09"), Deemed: true}
	},
	CorrectionNotice: func(f *Facts) { f.Correction = oneDefect() },
	ReturnNotice: func(f *Facts) {
		f.Item = Item{
			Code: "QY-01", Name: "公司设立登记", NameEn: "Registration of a company", Kind: "CONFIRMATION",
			LegalBasis: []string{"条例746 arts 19, 24"}, WindowBasis: "市场主体登记管理条例实施细则 18(3)",
		}
		f.ProjectCode, f.ProjectName = "", ""
		f.Correction = &Correction{Defects: []Defect{{Material: "公司章程", Problem: "缺少股东签字", Basis: "办事指南材料第2项", HowToCorrect: "全体股东签字后提交"}}}
	},
	NonAcceptance: func(f *Facts) {
		countyRemedies(f)
		f.NotAccept = &NotAccept{Ground: GroundNotCompetent, Reason: "该项目跨县级行政区域", CompetentBody: "示范市自然资源局"}
	},
	NotRequiredNotice: func(f *Facts) {
		countyRemedies(f)
		f.NotAccept = &NotAccept{Reason: "申请内容为建筑内部装修，不改变建筑外轮廓"}
	},
	Tolerant: func(f *Facts) {
		bothLimits(f)
		f.Gap = &Gap{
			Items: []GapItem{{Material: "施工图审查合格书", Form: "原件电子扫描件，加盖审查机构印章"}},
			Due:   models.MustDate("2026-03-10"), Consequence: "本机关依据《示范县容缺受理办法》终止办理，并记入信用记录",
		}
	},
	TolerantPromise: func(f *Facts) {
		f.Gap = &Gap{
			Items: []GapItem{{Material: "施工图审查合格书", Form: "原件电子扫描件"}},
			Due:   models.MustDate("2026-03-10"), Consequence: "终止办理，并记入信用记录",
		}
	},
	CommitmentPaper: func(f *Facts) {
		f.Commitment = &Commitment{
			Conditions: []string{"经营场所符合规划用途"}, Promises: []string{"已知晓告知的全部内容", "符合上述条件"},
			Consequence: "责令改正；情节严重的，撤销决定，并记入信用记录", Verification: "作出决定后20个工作日内现场核查",
		}
	},
	SpecialProcedure: specialPause,
	SpecialContinued: func(f *Facts) {
		specialPause(f)
		f.Date = models.MustDate("2026-03-19")
		f.Pause.OldPlannedEnd, f.Pause.PlannedEnd = f.Pause.PlannedEnd, models.MustDate("2026-03-25")
		f.Pause.Need, f.Pause.Why = wd(13), "专家要求补充日照分析"
		f.Pause.NewLegalDue, f.Pause.NewPromiseDue = models.MustDate("2026-04-17"), models.MustDate("2026-03-30")
	},
	HearingRight: func(f *Facts) {
		f.Basis = Cite("行政许可法 art 47(1)")
		f.Hearing = &Hearing{Applicant: f.Recipient.Name, Matter: "取水口与下游灌区共用同一河段，取水将减少灌区水量", AskBy: models.MustDate("2026-03-16")}
	},
	HearingNotice: func(f *Facts) {
		f.Basis = Cite("行政许可法 art 48(1)")
		f.Hearing = heldHearing(f)
	},
	HearingRecord: func(f *Facts) {
		f.Hearing = heldHearing(f)
		f.Hearing.Attended = []string{"申请人委托代理人王建国", "利害关系人李某", "审查人员张敏"}
		f.Hearing.Minutes = "审查人员说明审查意见、证据和理由。申请人认为取水量未超过核定总量。\n利害关系人要求保证灌溉期用水。"
	},
	ExtensionNotice: func(f *Facts) {
		f.Date = models.MustDate("2026-03-30")
		f.Basis = "《中华人民共和国行政许可法》第四十二条第一款"
		f.Extension = &Extension{
			OldDue: models.MustDate("2026-03-30"), Length: wd(10), NewDue: models.MustDate("2026-04-14"),
			Reason: "设计方案需要比选论证", Approver: models.AgencyLeader, ApproverName: "赵云峰",
		}
	},
	Grant: grantDecision,
	Refusal: func(f *Facts) {
		countyRemedies(f)
		f.Date = models.MustDate("2026-03-11")
		f.Decision = &Decision{
			On: f.Date, Facts: "拟建厂房高度为26米", Reasons: "规划条件规定的建筑高度上限为24米",
			Unmet: "《中华人民共和国城乡规划法》第四十条第二款",
		}
	},
	Certificate: grantDecision,
	ProofOfDelivery: func(f *Facts) {
		f.Delivery = &Delivery{
			Papers: []Served{{Title: "准予行政许可决定书", Number: "示审准〔2026〕12号"}, {Title: "建设工程规划许可证"}}, Method: ServeLeft,
			Place: "示范县工业园区创业路8号", At: models.At(time.Date(2026, 3, 12, 15, 30, 0, 0, models.Shanghai)), Server: "李晓、周宁",
			Receiver: "王芳", Relation: "员工", Refusal: "前台员工拒绝签收", Witnesses: []string{"园区管委会 孙丽", "社区 何强"},
		}
	},
	SuspensionNotice: func(f *Facts) {
		f.Basis = "《取水许可和水资源费征收管理条例》第十八条第三款"
		f.Date = models.MustDate("2026-03-09")
		f.Ending = &Ending{On: f.Date, Reason: "申请取水的水源存在争议，相关诉讼尚未审结"}
	},
	ResumptionNotice: func(f *Facts) {
		f.Date = models.MustDate("2026-04-20")
		f.Ending = &Ending{
			On: f.Date, SuspendedOn: models.MustDate("2026-03-09"), Reason: "相关诉讼已经审结",
			NewLegalDue: models.MustDate("2026-05-15"), NewPromiseDue: models.MustDate("2026-04-23"),
		}
	},
	Termination: func(f *Facts) {
		countyRemedies(f)
		f.Basis = "《示范县政务服务办件管理办法》第二十一条"
		f.Date = models.MustDate("2026-06-02")
		f.Ending = &Ending{On: f.Date, Reason: "你（单位）自补正告知书送达之日起满三个月未提交任何补正材料", MaterialsReturn: "纸质材料可到受理窗口领取"}
	},
	WithdrawalConfirm: func(f *Facts) {
		f.Date = models.MustDate("2026-03-05")
		f.Ending = &Ending{On: f.Date, Reason: "项目方案调整", MaterialsReturn: "未提交纸质材料，无需退还"}
	},
	Annulment: func(f *Facts) {
		permitLicence(f)
		countyRemedies(f)
		f.Remedies.ReconsiderationFirst = true
		f.Basis = "《中华人民共和国行政许可法》第六十九条第二款"
		f.Licence.Ground = "系以提供虚假水资源论证报告的手段取得"
	},
	AgencyWithdrawal: func(f *Facts) {
		permitLicence(f)
		countyRemedies(f)
		f.Basis = "《中华人民共和国行政许可法》第八条第二款"
		f.Licence.Ground = "因该区域划定为地下水禁采区，准予许可所依据的客观情况发生重大变化"
		f.Licence.Indemnity = "另行委托评估后依法给予补偿"
	},
	Deregistration: func(f *Facts) {
		permitLicence(f)
		countyRemedies(f)
		f.Basis = "《中华人民共和国行政许可法》第七十条第一项"
		f.Licence.Ground = "有效期已届满，未申请延续"
	},
	LicenceChange: func(f *Facts) {
		permitLicence(f)
		f.Basis = "《中华人民共和国行政许可法》第四十九条"
		f.Licence.Ground = "符合法定条件、标准"
		f.Licence.Changes = []Change{{Name: "取水单位名称", Before: "华源新材料有限公司", After: "华源新材料（示范）有限公司"}}
	},
	LicenceRenewal: func(f *Facts) {
		permitLicence(f)
		f.Basis = "《中华人民共和国行政许可法》第五十条第二款"
		f.Licence.Ground = "符合法定条件、标准"
		f.Licence.ValidUntil = models.MustDate("2031-03-01")
	},
	FilingProof: func(f *Facts) {
		filing(f)
		f.Filing.FiledOn = models.MustDate("2026-03-02")
		f.Filing.Info = []Entry{{"项目总投资", "32000万元"}, {"建设地点", "示范县工业园区"}}
	},
	FilingGuidance: func(f *Facts) {
		filing(f)
		f.Correction = &Correction{Defects: []Defect{{Material: "项目总投资额", Problem: "未填写", Basis: "《企业投资项目核准和备案管理条例》第十三条", HowToCorrect: "填写总投资额及资金来源"}}}
	},
	FilingChange: func(f *Facts) {
		filing(f)
		f.Filing.ChangedOn, f.Filing.Changes = models.MustDate("2026-03-02"), []Change{{Name: "建设规模", Before: "年产三万吨", After: "年产五万吨"}}
	},
	FilingOrder: func(f *Facts) {
		filing(f)
		countyRemedies(f)
		f.Basis = "《企业投资项目核准和备案管理条例》第十九条"
		f.Filing.Grounds, f.Filing.Requirement, f.Filing.Due = "实际建设内容与备案信息不符", "按备案信息建设，或者办理备案变更", models.MustDate("2026-04-01")
	},
	FilingCorrected: func(f *Facts) {
		filing(f)
		f.Filing.OrderNumber, f.Filing.Checked = "示审责〔2026〕3号", "建设内容已办理备案变更，与现场一致"
	},
	FilingCancelled: func(f *Facts) {
		filing(f)
		f.Basis = "《企业投资项目核准和备案管理条例》第十四条"
		f.Filing.Grounds, f.Filing.EndedOn, f.Filing.Voluntary = "你（单位）已书面告知放弃该项目", models.MustDate("2026-03-02"), true
	},
	MandatePaper: func(f *Facts) {
		f.Item, f.CaseNumber = Item{}, ""
		f.Mandate = &Mandate{
			AgentName: "张敏", AgentUnit: "示范县帮办代办中心", AgentPhone: "13800138000",
			Items: []string{"建设工程规划许可证核发（GJ-02）", "建筑工程施工许可证核发（SG-05）"}, Powers: []string{"代为填报、提交和补正材料", "代为领取文书"},
			From: models.MustDate("2026-03-02"), Until: models.MustDate("2027-03-01"),
		}
	},
}

func heldHearing(f *Facts) *Hearing {
	return &Hearing{
		Applicant: f.Recipient.Name, Matter: "取水口与下游灌区共用同一河段", At: models.MustDate("2026-03-26").Start() + 9*60*60*1000,
		Place: "示范县政务服务中心三楼听证室", Chair: "刘志强", Clerk: "孙丽",
	}
}
