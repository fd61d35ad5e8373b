from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"

    def ready(self):
        from appeals.actions.terms import recompute_terms
        from appeals.receivers import hear_assignment_closed, hear_assignment_started
        from assignments.signals import assignment_closed, assignment_started
        from municipalities.recomputing import register

        assignment_closed.connect(hear_assignment_closed, dispatch_uid="appeals")
        assignment_started.connect(hear_assignment_started, dispatch_uid="appeals")
        register(recompute_terms)
