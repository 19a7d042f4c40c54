(function(){
"use strict";
function done(button,text){var was=button.textContent;button.textContent=text;setTimeout(function(){button.textContent=was},1500)}
function select(node){var range=document.createRange();range.selectNodeContents(node);var s=getSelection();s.removeAllRanges();s.addRange(range)}
document.querySelectorAll("button.copy").forEach(function(button){
button.addEventListener("click",function(){
var code=button.previousElementSibling;
var fallback=function(){select(code);done(button,document.execCommand("copy")?"Copied":"Press Ctrl+C")};
if(navigator.clipboard&&navigator.clipboard.writeText){navigator.clipboard.writeText(code.textContent).then(function(){done(button,"Copied")},fallback)}else{fallback()}
})});
function reveal(){var id=decodeURIComponent(location.hash.slice(1));var at=id&&document.getElementById(id);if(at&&at.tagName==="DETAILS"){at.open=true}}
addEventListener("hashchange",reveal);reveal();
var opened=[];
addEventListener("beforeprint",function(){document.querySelectorAll("details:not([open])").forEach(function(d){d.open=true;opened.push(d)})});
addEventListener("afterprint",function(){opened.forEach(function(d){d.open=false});opened=[]});
})();
