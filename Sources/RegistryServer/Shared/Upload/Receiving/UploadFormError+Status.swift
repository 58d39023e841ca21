internal import HTTPTypes

extension UploadFormError {
    /// 415 where the body is no form at all, else 400.
    var status: HTTPResponse.Status {
        if case .multipart(.notFormData) = self { .unsupportedMediaType } else { .badRequest }
    }
}
