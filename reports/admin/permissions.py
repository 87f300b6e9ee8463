"""Who may enter the administrator's pages, and what they take from an address."""


class ForAdministrators:
    """One flag makes an administrator, who may change everything registered here. Django's permissions are not used."""

    def has_module_permission(self, request) -> bool:
        return request.user.is_staff

    def has_view_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_add_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_change_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def has_delete_permission(self, request, obj=None) -> bool:
        return request.user.is_staff

    def get_changeform_initial_data(self, request) -> dict[str, str | list[str]]:
        """Nothing: Django fills a form with whatever its address says, and fails where that is no key."""
        return {}
