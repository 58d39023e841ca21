/// One value of several that a form offers.
struct FormChoice: Sendable {
    let value: String
    let label: String
    let isChosen: Bool
}

/// Values of which one is chosen, side by side.
struct ChoiceField: Sendable {
    /// What is asked.
    let legend: String
    /// The field's name in the form.
    let name: String
    let choices: [FormChoice]
}
