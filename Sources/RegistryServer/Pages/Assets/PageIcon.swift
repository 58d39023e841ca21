/// The site's icon: a box with a check mark, in colours that show on light and dark.
enum PageIcon {
    static let text = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect x="3" y="3" width="26" height="26" rx="6"\
         fill="#2457c5"/><path d="M9 16.5l4.8 4.8L23.5 11" fill="none" stroke="#fff" stroke-width="3.4"\
         stroke-linecap="round" stroke-linejoin="round"/></svg>
        """
}
