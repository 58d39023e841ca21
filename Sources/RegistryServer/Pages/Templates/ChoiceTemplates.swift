extension PageTemplate {
    /// Shows a `ChoiceField`.
    static let choiceField = PageTemplate(
        "choice-field",
        """
        <fieldset>
        <legend>{{.legend}}</legend>
        {{#choices}}
        <label class="choice"><input type="radio" name="{{name}}" value="{{.value}}"{{#.isChosen}} checked{{/.isChosen}}> {{.label}}</label>
        {{/choices}}
        </fieldset>

        """)

    /// Shows a `FormChoice` in a list that opens.
    static let option = PageTemplate(
        "option",
        """
        <option value="{{.value}}"{{#.isChosen}} selected{{/.isChosen}}>{{.label}}</option>

        """)
}
