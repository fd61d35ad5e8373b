from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"

    def ready(self):
        from appeals.receivers import hear_assignment_closed, hear_assignment_started
        from assignments.signals import assignment_closed, assignment_started

        assignment_closed.connect(hear_assignment_closed, dispatch_uid="appeals")
        assignment_started.connect(hear_assignment_started, dispatch_uid="appeals")
