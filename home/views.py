from django.http import HttpResponse


def healthz(request):
    return HttpResponse("ok")


def readyz(request):
    return HttpResponse("ok")


def home(request):
    return HttpResponse("")


def search(request):
    return HttpResponse("")
