namespace GqlTools.Language.Pages;

/// <content>The page's style and script. They stand in the page itself: it loads nothing from elsewhere.</content>
public static partial class SchemaPage
{
    private const string Style =
        """

        :root { color-scheme: light dark; --back: #fff; --side: #f5f6f8; --text: #1b1f24; --faint: #5b6470; --line: #d9dde3; --link: #0b57d0; --mark: #fff3bf; --warn: #9a3412; --code: #f0f2f5; }
        @media (prefers-color-scheme: dark) { :root { --back: #15181c; --side: #1c2026; --text: #e6e9ed; --faint: #9aa4b2; --line: #323943; --link: #8ab4f8; --mark: #4d4210; --warn: #fdba74; --code: #242a32; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0; display: grid; grid-template-columns: 19rem minmax(0, 1fr); background: var(--back); color: var(--text); font: 15px/1.5 system-ui, sans-serif; }
        a { color: var(--link); text-decoration: none; }
        a:hover, a:focus-visible { text-decoration: underline; }
        code, .name, .signature { font-family: ui-monospace, SFMono-Regular, Consolas, monospace; font-size: 0.92em; }
        code { background: var(--code); padding: 0 0.25em; border-radius: 3px; }
        aside { position: sticky; top: 0; height: 100vh; overflow: auto; padding: 1rem; background: var(--side); border-right: 1px solid var(--line); }
        aside ul { list-style: none; margin: 0.25rem 0 0.75rem; padding: 0 0 0 0.5rem; }
        aside li { overflow-wrap: anywhere; }
        summary { cursor: pointer; font-weight: 600; }
        .count, .faint, .kind { color: var(--faint); font-weight: 400; }
        #search { width: 100%; padding: 0.45rem 0.6rem; margin-bottom: 0.75rem; border: 1px solid var(--line); border-radius: 6px; background: var(--back); color: var(--text); font: inherit; }
        main { padding: 1.5rem 2rem 4rem; max-width: 70rem; }
        h1 { margin: 0 0 0.5rem; font-size: 1.7rem; }
        h2 { margin: 0 0 0.35rem; font-size: 1.2rem; overflow-wrap: anywhere; }
        section { border-top: 1px solid var(--line); padding: 1.1rem 0; content-visibility: auto; contain-intrinsic-size: auto 20rem; }
        section:target h2, dt:target { background: var(--mark); }
        dl { margin: 0.5rem 0; }
        dt { padding: 0.15rem 0.3rem; overflow-wrap: anywhere; border-radius: 3px; }
        dd { margin: 0 0 0.35rem 1.5rem; color: var(--faint); }
        dd dl { margin: 0; }
        p { margin: 0.3rem 0; white-space: pre-line; }
        .deprecated > .name, .deprecated > .signature .name { text-decoration: line-through; }
        .badge { color: var(--warn); border: 1px solid currentColor; border-radius: 999px; padding: 0 0.5em; font-size: 0.8em; white-space: nowrap; }
        .reason { color: var(--warn); }
        .used { font-size: 0.9em; color: var(--faint); }
        [hidden] { display: none; }
        @media (max-width: 45rem) { body { display: block; } aside { position: static; height: auto; max-height: 50vh; border-right: 0; border-bottom: 1px solid var(--line); } main { padding: 1rem; } }
        @media print { aside { display: none; } body { display: block; } }

        """;

    private const string Script =
        """

        'use strict';
        const search = document.getElementById('search'), results = document.getElementById('results'), nav = document.getElementById('types');
        const names = [...document.querySelectorAll('main [id]')].map(element => ({ id: element.id, lower: element.id.toLowerCase() }));
        const MAXIMUM = 200;
        function rank(lower, words) {
          if (!words.every(word => lower.includes(word))) return -1;
          const last = lower.slice(lower.lastIndexOf('.') + 1), word = words[words.length - 1];
          return last === word ? 0 : last.startsWith(word) ? 1 : last.includes(word) ? 2 : 3;
        }
        function show() {
          const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
          nav.hidden = words.length > 0;
          results.hidden = words.length === 0;
          results.replaceChildren();
          if (words.length === 0) return;
          const found = names.map(name => ({ id: name.id, rank: rank(name.lower, words) })).filter(name => name.rank >= 0)
            .sort((left, right) => left.rank - right.rank || left.id.length - right.id.length);
          for (const { id } of found.slice(0, MAXIMUM)) {
            const item = document.createElement('li'), link = document.createElement('a');
            link.href = '#' + id;
            link.textContent = id;
            item.append(link);
            results.append(item);
          }
          const rest = document.createElement('li');
          rest.className = 'faint';
          rest.textContent = found.length === 0 ? 'Nothing found.' : found.length > MAXIMUM ? (found.length - MAXIMUM) + ' more.' : '';
          results.append(rest);
        }
        search.addEventListener('input', show);
        search.addEventListener('keydown', event => {
          const first = results.querySelector('a');
          if (event.key === 'Enter' && first) location.hash = first.getAttribute('href');
          if (event.key === 'Escape') { search.value = ''; show(); }
        });
        document.addEventListener('keydown', event => {
          if (event.key === '/' && document.activeElement !== search) { event.preventDefault(); search.focus(); }
        });
        show();

        """;
}
