def guest_cache(get_response):
    return get_response
