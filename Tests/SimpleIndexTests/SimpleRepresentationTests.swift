import SimpleIndex
import Testing

@Suite("Representations")
struct SimpleRepresentationTests {
    @Test("have distinct media types")
    func distinct() {
        #expect(Set(SimpleRepresentation.allCases.map(\.mediaType)).count == SimpleRepresentation.allCases.count)
    }
}
