"""Who takes part: the roles of the standard and the side a person stands on."""

from enum import StrEnum


class Role(StrEnum):
    """What a person does in a project; a person may hold several (domain.md 2.1, 6.6)."""

    BUSINESS = "business"
    DIRECTOR = "director"
    OPERATOR = "operator"
    PHOTOGRAPHER = "photographer"
    EDITOR = "editor"
    TALENT = "talent"
    DEPARTMENT_LEAD = "department_lead"
    BUSINESS_LEAD = "business_lead"
    OPERATIONS_LEAD = "operations_lead"
    COORDINATOR = "coordinator"
    CLIENT = "client"
    EXTERNAL = "external"
    ADMINISTRATOR = "administrator"


class Side(StrEnum):
    """Whose person this is."""

    INTERNAL = "internal"
    CLIENT = "client"
    PARTNER = "partner"
    TALENT = "talent"
