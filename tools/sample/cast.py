"""The cast: everybody and everything that has a name. All of it is invented."""

MANAGERS = ("周岚", "韩立", "Petra Lindqvist", "陈默然", "Tom Okafor")
COLLEAGUES = {  # our people by function, as they meet the same function of the customer
    "Key Account": None,  # the manager of the account
    "Operations": ("罗小川", "Manager"),
    "R&D": ("Ines Farrow", "Manager"),
    "Logistics": ("钱语桐", "Specialist"),
    "Administration": ("许知夏", "Specialist"),
    "Marketing": ("Owen Brightmoor", "Manager"),
    "Board": ("魏衡", "Board"),
}

# Customers: id, name, industry, city, country, region.
ACCOUNTS = (
    ("C001", "穹顶电梯集团", "elevator maker", "上海", "CN", "华东"),
    ("C002", "Larkspur Lifts", "elevator maker", "Rotterdam", "NL", "Europe"),
    ("C003", "云梯星电梯", "elevator maker", "苏州", "CN", "华东"),
    ("C004", "北辰垂运电梯", "elevator maker", "沈阳", "CN", "东北"),
    ("C005", "Quillon Elevators", "elevator maker", "Cleveland", "US", "Americas"),
    ("C006", "鹤鸣电梯", "elevator maker", "广州", "CN", "华南"),
    ("C007", "青岳电梯", "elevator maker", "成都", "CN", "西南"),
    ("C008", "Marrowgate Vertical", "elevator maker", "Leeds", "GB", "Europe"),
    ("C009", "南屏快梯", "elevator maker", "杭州", "CN", "华东"),
    ("C010", "远山扶梯", "escalator maker", "佛山", "CN", "华南"),
    ("C011", "银杏电梯", "elevator maker", "天津", "CN", "华北"),
    ("C012", "Tallow & Pine Lifts", "elevator maker", "Singapore", "SG", "Asia"),
    ("C013", "海棠机电", "elevator maker", "青岛", "CN", "华东"),
    ("C014", "恒阶电梯", "elevator maker", "武汉", "CN", "华中"),
    ("C015", "松涛电梯", "elevator maker", "宁波", "CN", "华东"),
    ("C016", "澄湖电梯", "elevator maker", "无锡", "CN", "华东"),
    ("C017", "星罗维保", "maintenance", "北京", "CN", "华北"),
    ("C018", "Bramblewick Service", "maintenance", "Melbourne", "AU", "Asia"),
    ("C019", "白鹭电梯", "elevator maker", "厦门", "CN", "华南"),
    ("C020", "千阶维保", "maintenance", "上海", "CN", "华东"),
    ("C021", "雁门电梯", "elevator maker", "太原", "CN", "华北"),
    ("C022", "临江扶梯", "escalator maker", "重庆", "CN", "西南"),
    ("C023", "Ostrander Hoist", "elevator maker", "Toronto", "CA", "Americas"),
    ("C024", "晨曦智梯", "elevator maker", "深圳", "CN", "华南"),
    ("C025", "飞梭家用电梯", "home lifts", "合肥", "CN", "华东"),
    ("C026", "落霞电梯", "elevator maker", "长沙", "CN", "华中"),
    ("C027", "旧港电梯", "elevator maker", "大连", "CN", "东北"),
    ("C028", "Pellworth Lifts", "elevator maker", "Cork", "IE", "Europe"),
    ("C029", "空山维保", "maintenance", "昆明", "CN", "西南"),
    ("C030", "汇川桥电梯", "elevator maker", "郑州", "CN", "华中"),
    ("C031", "桂影电梯", "elevator maker", "南宁", "CN", "华南"),
    ("C032", "石桥电梯配套", "dealer", "石家庄", "CN", "华北"),
    ("C033", "麦浪机电", "dealer", "济南", "CN", "华东"),
    ("C034", "竹溪维保", "maintenance", "福州", "CN", "华南"),
    ("C035", "Fenwick Moor Parts", "dealer", "Hull", "GB", "Europe"),
    ("C036", "长亭维保", "maintenance", "西安", "CN", "西北"),
    ("C037", "双井物业", "property", "北京", "CN", "华北"),
    ("C038", "枫桥物业", "property", "苏州", "CN", "华东"),
    ("C039", "碧螺物业", "property", "无锡", "CN", "华东"),
    ("C040", "乌篷电梯", "dealer", "绍兴", "CN", "华东"),
    ("C041", "梅坞医院后勤", "hospital", "杭州", "CN", "华东"),
    ("C042", "Hollin Transit", "metro", "Adelaide", "AU", "Asia"),
    ("C043", "金沙轨道", "metro", "成都", "CN", "西南"),
    ("C044", "渡口轨道", "metro", "南昌", "CN", "华中"),
    ("C045", "云栖酒店", "hotel", "三亚", "CN", "华南"),
    ("C046", "望潮港务", "port", "宁波", "CN", "华东"),
    ("C047", "Cinderhall Estates", "property", "Boston", "US", "Americas"),
    ("C048", "百草园商场", "property", "南京", "CN", "华东"),
    ("C049", "砚台物业", "property", "合肥", "CN", "华东"),
    ("C050", "麦田维保", "maintenance", "哈尔滨", "CN", "东北"),
    ("C051", "寒梅维保", "maintenance", "长春", "CN", "东北"),
    ("C052", "流萤家梯", "home lifts", "珠海", "CN", "华南"),
    ("C053", "沙洲机电", "dealer", "兰州", "CN", "西北"),
    ("C054", "胡杨机电", "dealer", "乌鲁木齐", "CN", "西北"),
    ("C055", "椰影酒店", "hotel", "海口", "CN", "华南"),
    ("C056", "Wexcombe Towers", "property", "Auckland", "NZ", "Asia"),
    ("C057", "茶马物业", "property", "昆明", "CN", "西南"),
    ("C058", "老街加装电梯", "retrofit", "南京", "CN", "华东"),
    ("C059", "新弄加装电梯", "retrofit", "上海", "CN", "华东"),
    ("C060", "小满机电", "dealer", "洛阳", "CN", "华中"),
)

# Contacts: names are drawn in this order, so that two accounts rarely share one.
FAMILY = "林吴郑孙马朱胡郭何高罗梁宋唐韩冯于董萧程曹袁邓傅沈曾彭吕苏卢"
GIVEN = ("一帆", "晓舟", "若溪", "怀瑾", "景行", "明岑", "素问", "子衿", "青禾", "望舒", "知远", "云起")
ENGLISH_GIVEN = (
    "Ada", "Basil", "Cora", "Dorian", "Edith", "Felix", "Greta", "Hugo", "Iris", "Jonas")
ENGLISH_FAMILY = (
    "Quillfeather", "Oddsworth", "Penhallow", "Thistlewood", "Vantongeren", "Marchbank")

# Parts: sku, name, unit price in fen.
PRODUCTS = (
    ("TM-750", "永磁同步曳引机 750 kg", 1_680_000),
    ("TM-1600", "永磁同步曳引机 1600 kg", 3_420_000),
    ("DO-VF2", "变频门机 VF2", 286_000),
    ("DO-VF3", "Door operator VF3", 352_000),
    ("GR-T89", "T89 导轨 5 m", 46_500),
    ("SG-12", "安全钳 SG-12", 128_000),
    ("GV-240", "限速器 GV-240", 96_000),
    ("BF-175", "液压缓冲器 BF-175", 74_000),
    ("CB-LOP", "Landing call panel", 31_800),
    ("RP-10", "钢丝绳 10 mm × 100 m", 212_000),
    ("ES-STEP", "扶梯梯级 1000 mm", 58_000),
    ("SP-KIT", "Spare-part kit, annual", 420_000),
)

COMPLAINTS = (  # category, usual severity
    ("late_delivery", "major"),
    ("noise", "minor"),
    ("door_operator_fault", "major"),
    ("paperwork", "minor"),
    ("wrong_part", "minor"),
    ("rail_tolerance", "major"),
    ("safety_gear_test", "critical"),
)
RIVALS = ("钧台部件", "Holmbeck Components", "三叠机电")
NEEDS = (
    ("缩短曳引机交期", "项目节点常提前"),
    ("Quieter door operators", "complaints of hotel guests"),
    ("一张发票对应一个项目", "财务共享中心上线"),
    ("Spare parts within 48 hours", "service contracts with penalties"),
    ("样机先行测试", "新平台要过型式试验"),
)
RISKS = (  # source, factor, probability, impact
    ("business_case", "原材料涨价", "medium", "medium"),
    ("planning", "resource availability", "medium", "low"),
    ("organizational", "采购负责人更换", "high", "medium"),
    ("technical", "新门机平台尚未通过型式试验", "low", "high"),
    ("external", "dependence on one foundry", "medium", "high"),
)
INFORMATION = ("三年产能规划", "next platform's door geometry", "年度需求预测", "field failure rates")
TOPICS = ("交期", "价格", "door operator VF3", "质量反馈", "样机", "annual demand", "备件", "invoice")
PURPOSES = ("例行拜访", "progress review", "技术交流", "complaint follow-up", "商务谈判")
