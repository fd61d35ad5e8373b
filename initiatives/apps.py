from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    name = "initiatives"

    def ready(self):
        from initiatives.receivers import hear_vote_ended
        from voting.signals import vote_cancelled, vote_closed

        vote_closed.connect(hear_vote_ended, dispatch_uid="initiatives")
        vote_cancelled.connect(hear_vote_ended, dispatch_uid="initiatives")
