"""Messages to the administration, below /appeals/."""

app_name = "appeals"
urlpatterns = []
