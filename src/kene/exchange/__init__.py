"""Services from elsewhere and to elsewhere: XLSForm in; CPSV-AP, OpenAPI and paper out."""
