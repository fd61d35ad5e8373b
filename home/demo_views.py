from django.shortcuts import render


def styleguide(request):
    return render(request, "styleguide.html")


def mail(request):
    return render(request, "styleguide.html")
