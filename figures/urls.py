"""Figures and reports, below /figures/."""

app_name = "figures"
urlpatterns = []
