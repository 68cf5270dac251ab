"""The industries an organization may name. One is BILL's (D), the others are ours: its list is not published (I)."""

INDUSTRIES = (
    "Accounting and Tax Preparation", "Advertising and Marketing", "Agriculture", "Architecture and Engineering",
    "Arts and Entertainment", "Automotive Repair and Sales", "Banking and Finance", "Biotechnology", "Childcare",
    "Construction", "Consulting", "Design Services", "Education", "Energy and Utilities", "Fitness and Recreation",
    "Government", "Health Care", "Hospitality and Lodging", "Information Technology", "Insurance",
    "Landscaping", "Legal Services", "Manufacturing", "Media and Publishing", "Medical Practice",
    "Non-Profit", "Personal Services", "Pharmaceutical", "Printing", "Property Management", "Real Estate",
    "Religious Organization", "Restaurant Caterer or Bar", "Retail", "Software", "Staffing", "Telecommunications",
    "Transportation and Logistics", "Travel", "Wholesale and Distribution", "Other",
)  # fmt: skip
