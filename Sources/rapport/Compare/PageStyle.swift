/// How pages look: on paper A4, on a desk, and on a telephone of 375 px.
enum PageStyle {
    /// The rules of CSS.
    static let sheet = """
        :root { color-scheme: only light; }
        * { box-sizing: border-box; }
        body { margin: 0; background: #fff; color: #1d2733;
          font: 15px/1.5 system-ui, "Segoe UI", "PingFang SC", "Microsoft YaHei",
            "Noto Sans CJK SC", sans-serif; }
        :lang(zh-Hant) body { font-family: system-ui, "PingFang TC", "Microsoft JhengHei",
          "Noto Sans CJK TC", sans-serif; }
        main { max-width: 60rem; margin: 0 auto; padding: 1.25rem; overflow-wrap: anywhere; }
        h1 { font-size: 1.35rem; line-height: 1.25; margin: 0 0 .25rem; text-wrap: balance; }
        h2 { font-size: 1.02rem; margin: 1.3rem 0 .35rem; break-after: avoid; }
        p { margin: .25rem 0; }
        .rests, .more, .below { color: #5b6673; font-size: .85rem; }
        .lead { font-size: 1.1rem; font-weight: 600; }
        .tiles { display: flex; flex-wrap: wrap; gap: .5rem; margin: .75rem 0; }
        .tile { flex: 1 1 6.5rem; border: 1px solid #c3cbd4; border-left: 4px solid #8a96a3;
          border-radius: 4px; padding: .4rem .6rem; }
        .tile.amount, .tile.open { flex: 2 1 10rem; }
        .tile .name { font-size: .8rem; color: #5b6673; }
        .tile .value { font-size: 1.2rem; font-weight: 650; font-variant-numeric: tabular-nums; }
        .tile.open .value { font-size: 1rem; font-weight: 500; }
        .tile.up, .tile.gained { border-left-color: #1f7a4d; }
        .tile.down, .tile.lost { border-left-color: #b3362b; }
        .bar { margin: .5rem 0; font-size: .85rem; break-inside: avoid; }
        .bar svg { display: block; width: 100%; height: 1.4rem; border: 1px solid #5b6673; }
        .legend { display: flex; flex-wrap: wrap; column-gap: .9rem; }
        .key i { display: inline-block; width: .75em; height: .75em; margin-right: .35em;
          border: 1px solid #5b6673; }
        table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: .22rem .5rem; vertical-align: top;
          border-bottom: 1px solid #dde3e9; }
        th:first-child { padding-left: 0; }
        thead th { color: #5b6673; font-weight: 600; font-size: .8rem; vertical-align: bottom;
          overflow-wrap: break-word; }
        tbody th { font-weight: 400; }
        .group th { font-weight: 650; padding-top: .7rem; break-after: avoid; }
        .up th, .gained th { color: #1f7a4d; }
        .down th, .lost th { color: #b3362b; }
        tr { break-inside: avoid; }
        .list { width: 100%; }
        .list .number { text-align: right; padding-right: 0; }
        .list td.number { white-space: nowrap; }
        .board tbody th { width: 32%; }
        .matrix { min-width: 60%; }
        .matrix td, .matrix thead th:not(:first-child) { text-align: right; }
        .matrix th { overflow-wrap: normal; max-width: 9rem; text-wrap: balance; }
        .matrix tbody th, tfoot th, tfoot td { font-weight: 650; }
        .matrix .moved { background: #fbe3d3; font-weight: 650; }
        .matrix .same { background: #e8f1f6; }
        .matrix .none { color: #6b7683; }
        .matrix th:first-child { position: sticky; left: 0; background: #fff; }
        .wide { overflow-x: auto; }
        .kept { break-inside: avoid; }
        .course { display: grid; grid-template-columns: auto 1fr; column-gap: .4rem;
          font-size: .8rem; }
        .course svg { display: block; width: 100%; height: 7rem; border: solid #5b6673;
          border-width: 0 0 1px 1px; }
        .axis, .span { display: flex; justify-content: space-between; text-align: right; }
        .axis { flex-direction: column; }
        .span { grid-column: 2; }
        ul { padding-left: 1.1rem; margin: .3rem 0; font-size: .9rem; }
        li { margin: .4rem 0; break-inside: avoid; }
        li p { color: #3d4854; }
        @media screen and (max-width: 600px) {
          main { padding: .8rem; }
          .list, .list tbody, .list tr, .list th { display: block; }
          .list thead, .list td:empty { display: none; }
          .list tr { padding: .35rem 0; border-bottom: 1px solid #c3cbd4; }
          .list th, .list td { border: 0; padding: .05rem 0; }
          .list tbody th { font-weight: 650; width: auto; }
          .list .group { background: #eef2f6; }
          .list td { display: flex; justify-content: space-between; gap: 1rem; text-align: right; }
          .list td::before { content: attr(data-title); color: #5b6673; text-align: left; }
          .list td.number { white-space: normal; }
          .matrix th, .matrix td { padding: .22rem .3rem; }
        }
        @media print {
          @page { size: A4; margin: 14mm;
            @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt; } }
          :root { font-size: 10pt; }
          body { font-size: 1rem; line-height: 1.4; }
          main { max-width: none; padding: 0; }
          h2 { margin-top: .8rem; }
          .tiles { flex-wrap: nowrap; }
          .tile { flex-basis: 0; min-width: 0; }
          .tile.amount, .tile.open { flex-basis: 0; }
          .key { max-width: 50%; }
          th, td { padding-block: .16rem; }
          .group th { padding-top: .45rem; }
          .board tbody th[scope=row], .board td:not(.number), .key { overflow: hidden;
            white-space: nowrap; text-overflow: ellipsis; }
          .board td { max-width: 10rem; }
          .board tbody th { max-width: 0; }
          .details { break-before: page; }
          .wide { overflow: visible; }
          .many th, .many td { font-size: 6.5pt; padding: .1rem .15rem; overflow-wrap: anywhere; }
          svg, i, .tile, .matrix td { print-color-adjust: exact;
            -webkit-print-color-adjust: exact; }
        }
        """
}
